using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <content>The kinds of nodes that most of a body consists of. Every node of every type that waits comes by here, so they are told apart by their number.</content>
internal sealed partial class MemberOutline
{
    /// <summary>Names that are mentioned without standing there as a simple name, or once more than they stand there.</summary>
    private List<string>? _besides;

    /// <summary>True where one of the names stands in it.</summary>
    public bool MentionsAny(HashSet<string> names)
    {
        if (names.Count > _counts.Count)
            return _counts.Any(c => names.Contains(c.Key));
        foreach (var name in names)
        {
            if (_counts.ContainsKey(name))
                return true;
        }

        return false;
    }

    /// <summary>True where a name of the other member stands in it.</summary>
    public bool MayCall(MemberOutline other)
    {
        foreach (var name in other.Names)
        {
            if (_counts.ContainsKey(name))
                return true;
        }

        return false;
    }

    /// <summary>False for leaves, and for types inside: they have outlines of their own.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private static bool Descends(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.IdentifierName or SyntaxKind.PredefinedType or SyntaxKind.StringLiteralExpression or SyntaxKind.NumericLiteralExpression or SyntaxKind.NullLiteralExpression => false,
        _ => node is not (BaseTypeDeclarationSyntax or LiteralExpressionSyntax),
    };

    /// <summary>What a node tells. Most nodes are of a few kinds that tell nothing by themselves: those are put aside first.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private void Look(SyntaxNode node)
    {
        switch (node.Kind())
        {
            case SyntaxKind.IdentifierName:
                LookAtName((IdentifierNameSyntax)node);
                break;
            case SyntaxKind.InvocationExpression:
                LookAtCall((InvocationExpressionSyntax)node);
                break;
            case SyntaxKind.SimpleMemberAccessExpression or SyntaxKind.ArgumentList or SyntaxKind.Block or SyntaxKind.VariableDeclaration or SyntaxKind.EqualsValueClause or SyntaxKind.IfStatement
                or SyntaxKind.StringLiteralExpression or SyntaxKind.NumericLiteralExpression or SyntaxKind.NullLiteralExpression or SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
                or SyntaxKind.PredefinedType or SyntaxKind.Parameter or SyntaxKind.ParameterList or SyntaxKind.TypeArgumentList or SyntaxKind.ThisExpression or SyntaxKind.ObjectCreationExpression:
                break;
            default:
                LookAtOther(node);
                break;
        }
    }

    /// <summary>What a simple name tells.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private void LookAtName(IdentifierNameSyntax node)
    {
        var name = node.Identifier.ValueText;
        Spawns |= name == Concurrency.Runs ? node.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: Concurrency.RunsOn } } : Concurrency.IsRunWhenMade(name) && node.Parent is ObjectCreationExpressionSyntax;
        if (!IsFirst(name))
            return;

        // A name tells the same wherever it stands.
        Takes |= Tables.Locks.MayTake(name);
        Gives |= Tables.Locks.MayGiveBack(name);
        Locks |= Tables.Locks.MayUse(name);
        Spawns |= Array.IndexOf(Concurrency.Spawning, name) >= 0;
        Joins |= Array.IndexOf(Concurrency.Joining, name) >= 0;
    }

    /// <summary>What a call tells.</summary>
    private void LookAtCall(InvocationExpressionSyntax call)
    {
        StartsLoosely |= StartSyntax.IsLoose(call);
        if (Senders.MayBe(call))
            (_maySend ??= new()).Add(call);
        if (call.Expression is MemberAccessExpressionSyntax access && Mutators.Contains(access.Name.Identifier.ValueText))
        {
            Change(access.Expression, inPlace: true);
            if (Mutators.TakesOut(access.Name.Identifier.ValueText))
                TakenFrom = With(TakenFrom, LastName(access.Expression));
        }
        else if (call.Expression is MemberBindingExpressionSyntax binding && Mutators.Contains(binding.Name.Identifier.ValueText))
        {
            ChangesUnnamed = true;
        }
    }

    /// <summary>Counts a simple name; true where it stands there for the first time.</summary>
    private bool IsFirst(string name)
    {
        var known = _counts.TryGetValue(name, out var count);
        _counts[name] = count + 1;
        return !known;
    }

    private void MentionBesides(string name) => (_besides ??= new()).Add(name);

    /// <summary>Counts them when the walk is over.</summary>
    private void CountBesides()
    {
        foreach (var name in _besides ?? Enumerable.Empty<string>())
            _ = IsFirst(name);
        _besides = null;
    }
}
