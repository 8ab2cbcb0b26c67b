using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>The channels that a file makes, and what is said of them there.</summary>
internal static class ChannelMaking
{
    /// <summary>The lives of the channels of a file. A file without the word of a maker is not looked at.</summary>
    public static IReadOnlyList<ChannelLife> In(SemanticModel model, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        List<ChannelLife>? result = null;
        foreach (var word in ChannelApi.Makers)
        {
            if (!index.MayContain(word))
                continue;
            foreach (var name in NameIndex.Find(model.SyntaxTree, word, cancellationToken))
            {
                if (CallShape.CallOf(name) is not { } call || !ChannelApi.IsMaker(model.GetSymbolInfo(call, cancellationToken).Symbol))
                    continue;
                var life = new ChannelLife(call, ShapeOf(call, word == ChannelApi.Bounded, model, cancellationToken), OutermostType(call, model, cancellationToken), model);
                new ChannelGathering(life, model, cancellationToken).Run();
                ForwardedUses.Resolve(life, model.Compilation, cancellationToken);
                Add(result ??= new(), life);
            }
        }

        return (IReadOnlyList<ChannelLife>?)result ?? Array.Empty<ChannelLife>();
    }

    /// <summary>Two that are held by the same variable are one life; what they say differently is not known.</summary>
    private static void Add(List<ChannelLife> all, ChannelLife life)
    {
        foreach (var other in all)
        {
            if (!other.Holders.Overlaps(life.Holders))
                continue;
            var (a, b) = (other.Shape, life.Shape);
            other.Shape = new ChannelShape(a.IsBounded && b.IsBounded, a.Capacity == b.Capacity ? a.Capacity : null, a.Waits == b.Waits ? a.Waits : null, b.SingleReader is null ? null : a.SingleReader, b.SingleWriter is null ? null : a.SingleWriter, b.Inside is null ? null : a.Inside);
            return;
        }

        all.Add(life);
    }

    private static INamedTypeSymbol? OutermostType(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var declaration = node.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault();
        return declaration is null ? null : model.GetDeclaredSymbol(declaration, cancellationToken);
    }

    private static ChannelShape ShapeOf(InvocationExpressionSyntax call, bool isBounded, SemanticModel model, CancellationToken cancellationToken)
    {
        var arguments = call.ArgumentList.Arguments;
        var first = arguments.FirstOrDefault()?.Expression;
        var options = OptionsBehind(first, model, cancellationToken);

        // A partial type, or another one, may keep the options in a file of its own.
        var there = options is null || options.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(options.SyntaxTree);
        var capacity = options is null ? first : options.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
        AssignmentExpressionSyntax? Set(string name) => options is null ? null
            : options.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: var set } && set == name) is { } made ? made
            : SetOnTheWay(options, call, name);
        AssignmentExpressionSyntax? Promise(string name) => Set(name) is { Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } promise ? promise : null;
        bool? waits = arguments.Count > 1 ? false
            : options is null ? (model.GetTypeInfo(first ?? call, cancellationToken).Type?.SpecialType == SpecialType.System_Int32 ? true : null)
            : Set(ChannelApi.FullMode)?.Right is not { } mode ? (IsSetLater(options, ChannelApi.FullMode) ? null : true)
            : mode is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var value } && there.GetConstantValue(mode, cancellationToken).HasValue ? value == ChannelApi.Wait
            : null;
        var room = Set(ChannelApi.Capacity)?.Right ?? capacity;
        return new ChannelShape(isBounded, isBounded && room is not null && there.GetConstantValue(room, cancellationToken) is { HasValue: true, Value: int value2 } ? value2 : null, isBounded ? waits : null, Promise(ChannelApi.SingleReader), Promise(ChannelApi.SingleWriter), Promise(Signals.Inside));
    }

    /// <summary>The creation of the options: at the call, or what the variable given to it begins with.</summary>
    private static BaseObjectCreationExpressionSyntax? OptionsBehind(ExpressionSyntax? expression, SemanticModel model, CancellationToken cancellationToken)
    {
        if (expression is not IdentifierNameSyntax name)
            return expression as BaseObjectCreationExpressionSyntax;
        return model.GetSymbolInfo(name, cancellationToken).Symbol is (ILocalSymbol or IFieldSymbol { IsReadOnly: true }) and { DeclaringSyntaxReferences: { Length: 1 } declared }
            && declared[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } ? creation : null;
    }

    /// <summary>The one statement between the creation of the options in a local and the call that sets the member: <c>options.FullMode = …;</c>.</summary>
    private static AssignmentExpressionSyntax? SetOnTheWay(BaseObjectCreationExpressionSyntax options, InvocationExpressionSyntax call, string member)
    {
        if (options.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local, Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } } } || !block.Span.Contains(call.Span))
            return null;
        var all = block.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var set, Expression: IdentifierNameSyntax { Identifier.ValueText: var of } } && set == member && of == local).ToList();
        return all is [{ Parent: ExpressionStatementSyntax { Parent: var place } } only] && place == block && only.Span.End < call.SpanStart ? only : null;
    }

    private static bool IsSetLater(BaseObjectCreationExpressionSyntax options, string member) =>
        options.Parent is EqualsValueClauseSyntax && options.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var set } && set == member);
}
