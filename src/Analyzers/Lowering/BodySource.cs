using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>An operation block that is lowered when somebody wants to see it, and then once.</summary>
internal sealed class BodySource
{
    private readonly IOperation _block;
    private readonly ISymbol _owner;
    private readonly KnowledgeBase _knowledge;
    private LoweredBody? _body;
    private bool _done;

    /// <summary>For a block of a member.</summary>
    public BodySource(IOperation block, ISymbol owner, KnowledgeBase knowledge)
    {
        _block = block;
        _owner = owner;
        _knowledge = knowledge;
    }

    /// <summary>The syntax of the block.</summary>
    public SyntaxNode Syntax => _block.Syntax;

    /// <summary>The lowered body; null where there is nothing to lower.</summary>
    public LoweredBody? Lower(CancellationToken cancellationToken)
    {
        if (!_done)
        {
            _body = BodyLowering.Lower(_block, _owner, null, _knowledge, cancellationToken);
            _done = true;
        }

        return _body;
    }
}
