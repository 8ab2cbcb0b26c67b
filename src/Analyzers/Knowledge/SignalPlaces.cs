using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>In one member: which field (or collection in a field) the signal comes from, or is put into, that an expression names.</summary>
internal sealed class SignalPlaces
{
    private const int MaxSteps = 8;
    private readonly SyntaxNode _member;
    private readonly HashSet<string> _sources;

    /// <summary>For one member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="sources">The fields and properties of its type that hold signals.</param>
    public SignalPlaces(SyntaxNode member, HashSet<string> sources)
    {
        _member = member;
        _sources = sources;
    }

    /// <summary>The field or property; null where it is none, or where the signal is handed to others too.</summary>
    public string? Of(ExpressionSyntax expression) => Of(expression, 0);

    private string? Of(ExpressionSyntax expression, int step)
    {
        if (step > MaxSteps || First(expression) is not { } first)
            return null;
        if (_sources.Contains(first))
            return first;
        foreach (var token in NameIndex.TokensIn(_member, first))
        {
            var from = token.Parent switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var value } => value is BaseObjectCreationExpressionSyntax ? null : Of(value, step + 1),
                SingleVariableDesignationSyntax taken when taken.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call => Of(call, step + 1),
                ForEachStatementSyntax loop when loop.Identifier == token => Of(loop.Expression, step + 1),
                _ => null,
            };
            if (from is not null)
                return from;
        }

        return PutInto(first);
    }

    /// <summary>Where a local is put, if it is put into one place and only asked besides.</summary>
    private string? PutInto(string local)
    {
        string? place = null;
        foreach (var name in NameIndex.In(_member, local))
        {
            switch (name.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == name && (access.Name.Identifier.ValueText == Signals.Awaited || Signals.IsCompleting(access.Name.Identifier.ValueText)):
                    continue;
                case AssignmentExpressionSyntax { Left: var left, Right: var right } when right == name && First(left) is { } field && _sources.Contains(field) && (place ?? field) == field:
                    place = field;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var collection } } } when First(collection) is { } field && _sources.Contains(field) && (place ?? field) == field:
                    place = field;
                    continue;
                default:
                    return null;
            }
        }

        return place;
    }

    /// <summary>The name at the beginning: <c>_all</c> of <c>this._all.Dequeue()</c>.</summary>
    private static string? First(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own => own.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => First(access.Expression),
        InvocationExpressionSyntax call => First(call.Expression),
        ElementAccessExpressionSyntax element => First(element.Expression),
        ConditionalAccessExpressionSyntax conditional => First(conditional.Expression),
        PostfixUnaryExpressionSyntax suppressed => First(suppressed.Operand),
        AssignmentExpressionSyntax assignment => First(assignment.Left),
        ParenthesizedExpressionSyntax inner => First(inner.Expression),
        _ => null,
    };
}
